import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';

import { ApiError, login } from '../api';
import { useSession } from './session';

interface Credentials {
  user: string;
  password: string;
}

export function SignIn() {
  const { ended, signIn } = useSession();
  const attempt = useMutation({
    mutationFn: ({ user, password }: Credentials) => login(user.trim(), password),
    onSuccess: signIn,
  });

  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <h1>客服工作台</h1>
        <p className="secondary">登录后开始接待顾客</p>
        {ended === 'expired' && !attempt.isError && (
          <Alert type="warning" showIcon title="登录已过期，请重新登录。" />
        )}
        {attempt.isError && <Alert type="error" showIcon title={failure(attempt.error)} />}
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => attempt.mutate(values)}>
          <Form.Item name="user" label="账号" rules={[{ required: true, whitespace: true, message: '请输入账号' }]}>
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={attempt.isPending}>
            登录
          </Button>
        </Form>
      </div>
    </main>
  );
}

function failure(error: Error): string {
  return error instanceof ApiError && error.status === 401 ? '账号或密码不正确。' : error.message;
}
