import type { ComponentProps } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'primary' | 'quiet' | 'danger';
  isPending?: boolean;
}

/** While pending it keeps the focus, which a disabled one would lose. */
export function Button({
  kind = 'primary',
  isPending = false,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={`button ${kind}`}
      aria-disabled={isPending}
      {...rest}
    />
  );
}
