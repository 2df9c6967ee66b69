import { useId } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { Icon } from "@/shared/ui/Icon";

interface Props<Values extends FieldValues> {
  form: UseFormReturn<Values>;
  name: FieldPath<Values>;
  label: string;
  hint: string;
}

/** Six boxes to look at, one field in truth: pasting, filling in by the phone and screen readers work as in any other. */
export function CodeField<Values extends FieldValues>({ form, name, label, hint }: Props<Values>) {
  const id = useId();
  const message = form.getFieldState(name, form.formState).error?.message;
  const { onChange, ...field } = form.register(name);
  return (
    <div className={`field ${message ? "field-bad" : ""}`}>
      <label htmlFor={id}>{label}</label>
      <p className="hint" id={`${id}-hint`}>{hint}</p>
      <input
        {...field}
        id={id}
        data-field={name}
        data-autofocus
        className="input code-input"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]*"
        maxLength={6}
        aria-invalid={!!message}
        aria-describedby={`${id}-hint${message ? ` ${id}-error` : ""}`}
        // What is pasted may bring spaces along ("482 913"); maxLength would cut it before they are gone.
        onPaste={(event) => {
          event.preventDefault();
          event.currentTarget.value = event.clipboardData.getData("text").replace(/\D/gu, "").slice(0, 6);
          void onChange({ target: event.currentTarget } as never);
        }}
        onChange={(event) => {
          event.target.value = event.target.value.replace(/\D/gu, "");
          void onChange(event);
        }}
      />
      {message && <p className="field-error" id={`${id}-error`}><Icon name="circle-alert" size={16} /><span>{message}</span></p>}
    </div>
  );
}
