import { useEffect, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Locale } from "@/shared/i18n/format";
import { toast } from "@/shared/ui/toast";
import { type JobValues, readInto } from "./form";
import type { Reading } from "./types";

const LONGEST = 120;

/** Lays what a text said over the form, and remembers which of it was guessed until somebody has looked at it. */
export function useReading(form: UseFormReturn<JobValues>, locale: Locale, onFile: (file: File | null) => void) {
  const { t } = useTranslation();
  const { dirtyFields } = form.formState;
  const [unsure, setUnsure] = useState<Record<string, string>>({});

  useEffect(() => form.subscribe({
    formState: { values: true },
    // Whoever changes a guess has looked at it.
    callback: ({ name, type }) => {
      const field = name?.split(".")[0];
      if (field && type === "change") setUnsure((before) => Object.fromEntries(Object.entries(before).filter(([one]) => one !== field)));
    },
  }), [form]);

  const take = (found: Reading, text: string, file: File | null) => {
    const before = form.getValues();
    const { values, filled } = readInto(before, found.fields, (name) => Boolean(dirtyFields[name]), locale);
    form.reset(values, { keepDefaultValues: true });
    const guessed = found.unsure.filter((name) => filled.includes(name as keyof JobValues));
    setUnsure(Object.fromEntries(guessed.map((name) => {
      const [from, to] = found.spans[name] ?? [];
      return [name, from === undefined ? "" : text.slice(from, to).trim().slice(0, LONGEST)];
    })));
    if (file) onFile(file);
    if (filled.length > 0) {
      toast(t("read.done"), () => {
        form.reset(before, { keepDefaultValues: true });
        setUnsure({});
        if (file) onFile(null);
      });
    }
    return { filled: filled.length, unsure: guessed.length };
  };
  return { unsure, take };
}
