import { useEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  body: string;
  yes: string;
  no: string;
  onYes: () => void;
  onClose: () => void;
}

/** A question that wants a decision before anything else goes on. */
export function Confirm({ title, body, yes, no, onYes, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onClose={onClose}>
      <h2 id="confirm-title">{title}</h2>
      <p>{body}</p>
      <div class="confirm-actions">
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {no}
        </button>
        <button
          type="button"
          class="primary"
          onClick={() => {
            onYes();
            dialog.current?.close();
          }}
        >
          {yes}
        </button>
      </div>
    </dialog>
  );
}
