import { Alert, Button } from 'antd';

/** Something could not be read: why, and another try. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <Alert
      className="padded-alert"
      type="error"
      title={error.message}
      action={
        <Button size="small" onClick={retry}>
          重试
        </Button>
      }
    />
  );
}
