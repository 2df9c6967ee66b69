import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "./Icon";

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  sub?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
  /** A sheet from the bottom on phones, from the side on desktops. */
  drawer?: boolean;
  wide?: boolean;
  /** Wraps body and foot in a form; Ctrl-Enter submits from anywhere inside. */
  onSubmit?: () => void;
  /** No way out by Esc or the scrim: only for what has to be answered. */
  required?: boolean;
}

/** The platform's own <dialog>: focus trap, Esc, inert background and top layer without an injected style element,
    which the content security policy would refuse. Focus returns to where it was. */
export function Dialog({ open, onClose, title, sub, children, foot, drawer, wide, onSubmit, required }: Props) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useLayoutEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) {
      dialog.showModal();
      // The platform would focus the close button: the first thing to answer is better.
      const first = dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog.querySelector<HTMLElement>(".dialog-body :is(input, textarea, select, button)") ?? dialog.querySelector<HTMLElement>(".dialog-foot .btn:last-child");
      first?.focus();
    }
    // Closed before it leaves the page: only then does the browser give the focus back.
    return () => dialog?.close();
  }, [open]);

  if (!open) return null;
  const inside = (
    <>
      <div className="dialog-head">
        <div className="grow"><h2 id={id}>{title}</h2>{sub && <p className="small muted">{sub}</p>}</div>
        {!required && (
          <button type="button" className="btn btn-quiet btn-sm btn-icon" aria-label={t("action.close")} onClick={onClose}>
            <Icon name="x" size={18} />
          </button>
        )}
      </div>
      <div className="dialog-body">{children}</div>
      {foot && <div className="dialog-foot">{foot}</div>}
    </>
  );
  const className = ["dialog", drawer && "dialog-drawer", wide && "dialog-wide"].filter(Boolean).join(" ");
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click on the scrim is a second way out besides Esc and the button
    <dialog
      ref={ref}
      className={className}
      aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); if (!required) onClose(); }}
      onMouseDown={(event) => { if (event.target === ref.current && !required) onClose(); }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onSubmit?.(); }
      }}
    >
      {onSubmit
        ? <form className="dialog-in" noValidate onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); onSubmit(); }}>{inside}</form>
        : <div className="dialog-in">{inside}</div>}
    </dialog>
  );
}
