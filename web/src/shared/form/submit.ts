import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";

/** "/ctc_parts/0/amount" -> "ctc_parts.0.amount"; a leading "/body" is the framework's own prefix. */
export function pathOf(pointer: string): string {
  return pointer.replace(/^#?\/(body\/)?/u, "").replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Runs the request; whatever the server refuses lands on its field, the rest above the form. The form keeps its values. */
export function useSubmit<Values extends FieldValues>(form: UseFormReturn<Values>, send: (values: Values) => Promise<void>) {
  const { t } = useTranslation();
  return form.handleSubmit(async (values) => {
    try {
      await send(values);
    } catch (error) {
      const problem = Problem.from(error);
      let placed = 0;
      for (const field of problem.fields) {
        const name = pathOf(field.pointer);
        if (name && document.querySelector(`[data-field="${CSS.escape(name)}"]`)) {
          form.setError(name as FieldPath<Values>, { type: field.code, message: field.message });
          placed += 1;
        }
      }
      if (placed > 0) return;
      const unplaced = problem.fields.map((field) => field.message).join(" ");
      const text = unplaced || problemText(t, problem);
      form.setError("root", { type: problem.code, message: problem.requestId && problem.status >= 500 ? `${text} ${t("failed.request")} ${problem.requestId}` : text });
    }
  });
}
