import { useEffect, useRef } from "react";
import type { FieldErrors, FieldValues, UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";

function flatten(errors: FieldErrors, prefix = ""): [string, string][] {
  return Object.entries(errors).flatMap(([name, error]): [string, string][] => {
    if (!error || name === "root") return [];
    const path = prefix ? `${prefix}.${name}` : name;
    if (typeof error.message === "string" && error.message) return [[path, error.message]];
    return typeof error === "object" && !("ref" in error) ? flatten(error as FieldErrors, path) : [];
  });
}

/** GOV.UK's pattern: takes the focus after a failed submit, repeats each error word for word, links to its field. */
export function ErrorSummary<Values extends FieldValues>({ form }: { form: UseFormReturn<Values> }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const { errors, submitCount, isSubmitting } = form.formState;
  const list = flatten(errors);
  const root = errors.root?.message;
  const any = list.length > 0 || !!root;

  useEffect(() => {
    if (any && submitCount > 0 && !isSubmitting) {
      box.current?.focus();
      const before = document.title;
      const mark = t("form.errorTitle");
      if (!before.startsWith(mark)) document.title = `${mark} ${before}`;
      return () => { document.title = document.title.replace(`${mark} `, ""); };
    }
    return undefined;
  }, [any, submitCount, isSubmitting, t]);

  if (!any || submitCount === 0) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{list.length > 0 ? t("form.correct", { count: list.length }) : t("form.failed")}</h2>
      {root && <p>{root}</p>}
      <ul className="stack-2">
        {list.map(([name, message]) => (
          <li key={name}>
            <a
              href={`#${name}`}
              onClick={(event) => {
                event.preventDefault();
                const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
                field?.focus();
                field?.scrollIntoView({ block: "center" });
              }}
            >
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
