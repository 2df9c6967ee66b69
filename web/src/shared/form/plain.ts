import { useMemo, useRef, useState } from "react";
import type { FieldErrors, FieldPath, FieldValues, UseFormReturn } from "react-hook-form";

/** What the fields, the summary and the submit of a short form need of react-hook-form, without its weight: the pages
 * before signing in have at most four fields and have to be there in an instant. */
export type PlainForm<Values extends FieldValues> = UseFormReturn<Values>;

interface State {
  errors: Record<string, { type?: string; message?: string }>;
  submitCount: number;
  isSubmitting: boolean;
}

export function usePlainForm<Values extends Record<string, string>>({ defaultValues }: { defaultValues: Values }): PlainForm<Values> {
  const values = useRef<Values>({ ...defaultValues });
  const [state, set] = useState<State>({ errors: {}, submitCount: 0, isSubmitting: false });
  const acts = useMemo(() => ({
    register: (name: string) => ({
      name,
      defaultValue: values.current[name] ?? "",
      onChange: (event: { target: { value: string } }) => {
        values.current = { ...values.current, [name]: event.target.value };
      },
    }),
    setError: (name: string, error: { type?: string; message?: string }) => set((before) => ({ ...before, errors: { ...before.errors, [name]: error } })),
    handleSubmit: (send: (values: Values) => Promise<void>) => async (event?: { preventDefault?: () => void }) => {
      event?.preventDefault?.();
      set((before) => ({ errors: {}, submitCount: before.submitCount, isSubmitting: true }));
      try {
        await send(values.current);
      } finally {
        set((before) => ({ ...before, submitCount: before.submitCount + 1, isSubmitting: false }));
      }
    },
  }), []);
  const formState = { ...state, errors: state.errors as FieldErrors<Values> };
  return { ...acts, formState, getFieldState: (name: FieldPath<Values>) => ({ error: state.errors[name] }) } as unknown as PlainForm<Values>;
}
