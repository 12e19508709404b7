import { useId, useRef } from 'react';
import { useText } from '../language/language';
import { Button } from './button';

interface ConfirmButtonProps {
  label: string;
  question: string;
  isPending: boolean;
  onConfirm: () => void;
}

/** For what cannot be taken back: asks once more. */
export function ConfirmButton({
  label,
  question,
  isPending,
  onConfirm,
}: ConfirmButtonProps) {
  const t = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const confirm = () => {
    dialog.current?.close();
    onConfirm();
  };
  return (
    <>
      <Button
        kind="danger"
        isPending={isPending}
        onClick={() => dialog.current?.showModal()}
      >
        {label}
      </Button>
      <dialog ref={dialog} aria-labelledby={id}>
        <p id={id}>{question}</p>
        <div className="row">
          <Button kind="quiet" onClick={() => dialog.current?.close()}>
            {t.cancel}
          </Button>
          <Button kind="danger" onClick={confirm}>
            {label}
          </Button>
        </div>
      </dialog>
    </>
  );
}
