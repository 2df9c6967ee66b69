import { type ReactNode, useId } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "@/shared/ui/Icon";

interface Shared<Values extends FieldValues> {
  form: UseFormReturn<Values>;
  name: FieldPath<Values>;
  label: string;
  hint?: ReactNode;
  optional?: boolean;
  className?: string;
}

function useField<Values extends FieldValues>(form: UseFormReturn<Values>, name: FieldPath<Values>, hint: boolean) {
  const id = useId();
  const { error } = form.getFieldState(name, form.formState);
  const message = error?.message;
  const described = [hint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return { id, message, described };
}

function Frame({ id, label, hint, optional, message, className, children }: { id: string; label: string; hint?: ReactNode; optional?: boolean | undefined; message: string | undefined; className?: string | undefined; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={`field ${message ? "field-bad" : ""} ${className ?? ""}`}>
      <label htmlFor={id}>{label}{optional && <span className="optional"> {t("form.optional")}</span>}</label>
      {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
      {children}
      {message && <p className="field-error" id={`${id}-error`}><Icon name="circle-alert" size={16} /><span>{message}</span></p>}
    </div>
  );
}

interface TextProps<Values extends FieldValues> extends Shared<Values> {
  type?: "text" | "email" | "password" | "tel" | "url" | "datetime-local" | "date";
  inputMode?: "decimal" | "numeric" | "text" | "tel" | "email" | "url";
  autoComplete?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  list?: string;
}

export function TextField<Values extends FieldValues>({ form, name, label, hint, optional, className, ...input }: TextProps<Values>) {
  const { id, message, described } = useField(form, name, !!hint);
  return (
    <Frame id={id} label={label} hint={hint} optional={optional} message={message} className={className}>
      <input {...form.register(name)} {...input} id={id} data-field={name} data-autofocus={input.autoFocus || undefined} className="input" aria-invalid={!!message} aria-describedby={described} />
    </Frame>
  );
}

export function AreaField<Values extends FieldValues>({ form, name, label, hint, optional, className, rows = 5 }: Shared<Values> & { rows?: number }) {
  const { id, message, described } = useField(form, name, !!hint);
  return (
    <Frame id={id} label={label} hint={hint} optional={optional} message={message} className={className}>
      <textarea {...form.register(name)} id={id} data-field={name} rows={rows} className="textarea" aria-invalid={!!message} aria-describedby={described} />
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField<Values extends FieldValues>({ form, name, label, hint, optional, className, options, blank }: Shared<Values> & { options: Option[]; blank?: string }) {
  const { id, message, described } = useField(form, name, !!hint);
  return (
    <Frame id={id} label={label} hint={hint} optional={optional} message={message} className={className}>
      <select {...form.register(name)} id={id} data-field={name} className="select" aria-invalid={!!message} aria-describedby={described}>
        {blank !== undefined && <option value="">{blank}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Frame>
  );
}

export function CheckField<Values extends FieldValues>({ form, name, label }: { form: UseFormReturn<Values>; name: FieldPath<Values>; label: ReactNode }) {
  return (
    <label className="check"><input type="checkbox" {...form.register(name)} data-field={name} /><span>{label}</span></label>
  );
}

/** Several of few, as pressed chips; the form holds the list. */
export function ChipsField({ name, label, hint, options, value, onChange }: { name?: string; label: string; hint?: ReactNode; options: Option[]; value: string[]; onChange: (value: string[]) => void }) {
  return (
    <fieldset className="field" data-field={name} tabIndex={name ? -1 : undefined}>
      <legend className="label">{label}</legend>
      {hint && <p className="hint">{hint}</p>}
      <div className="chips">
        {options.map((option) => {
          const on = value.includes(option.value);
          return (
            <button key={option.value} type="button" className="chip" aria-pressed={on} onClick={() => onChange(on ? value.filter((one) => one !== option.value) : [...value, option.value])}>
              {on && <Icon name="check" />}{option.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
