import { zodResolver } from "@hookform/resolvers/zod";
import { useForm, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { z } from "zod";
import { AreaField, TextField } from "@/shared/form/Field";
import { fromLocal, type Locale, zoneName } from "@/shared/i18n/format";
import { useFormat } from "@/shared/i18n/use-format";
import { PayParts } from "./PayParts";
import { asked, type Move, type MoveInput } from "./moves";

const text = z.string().trim();
const part = z.object({ name: text, amount: text });
const schema = z.object({
  note: text, reason: text, deadline: text, ctc: text, interview_at: text, place: text, joining_date: text, joining_place: text, conditions: text, parts: z.array(part),
});
export type MoveValues = z.infer<typeof schema>;
const empty: MoveValues = { note: "", reason: "", deadline: "", ctc: "", interview_at: "", place: "", joining_date: "", joining_place: "", conditions: "", parts: [] };

/** "14,50,000" as people group it. */
const amountOf = (typed: string) => Number(typed.replaceAll(/[\s,]/gu, ""));

export function useMoveForm(move: Move | null): UseFormReturn<MoveValues> {
  const { t } = useTranslation();
  const needed = schema.superRefine((values, context) => {
    for (const field of move?.needs ?? []) {
      if (field in empty && !values[field as keyof MoveValues]) {
        context.addIssue({ code: "custom", path: [field], message: t(`move.missing.${field}`) });
      }
    }
  });
  return useForm<MoveValues>({ resolver: zodResolver(needed), defaultValues: empty });
}

export function inputOf(values: MoveValues, locale: Locale): MoveInput {
  const input: MoveInput = {};
  if (values.note) input.note = values.note;
  if (values.reason) input.reason = values.reason;
  if (values.place) input.place = values.place;
  if (values.deadline) input.deadline = fromLocal(values.deadline, locale).toISOString();
  if (values.interview_at) input.interview_at = fromLocal(values.interview_at, locale).toISOString();
  if (values.ctc) input.ctc = amountOf(values.ctc);
  if (values.joining_date) input.joining_date = values.joining_date;
  if (values.joining_place) input.joining_place = values.joining_place;
  if (values.conditions) input.conditions = values.conditions;
  const parts = values.parts.filter((one) => one.name && one.amount).map((one) => ({ name: one.name, amount: amountOf(one.amount) }));
  if (parts.length > 0) input.parts = parts;
  return input;
}

export function MoveFields({ move, form }: { move: Move; form: UseFormReturn<MoveValues> }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const zone = t("form.zone", { zone: zoneName(new Date(), locale) });
  return (
    <>
      {asked(move).map((field) => {
        const optional = !move.needs?.includes(field);
        if (field === "reason") return <AreaField key={field} form={form} name="reason" label={t("move.reason")} hint={t("move.reasonHint")} rows={3} optional={optional} />;
        if (field === "deadline") return <TextField key={field} form={form} name="deadline" type="datetime-local" label={t("move.deadline")} hint={optional ? t("move.deadlineHint", { zone }) : zone} optional={optional} />;
        if (field === "interview_at") return <TextField key={field} form={form} name="interview_at" type="datetime-local" label={t("move.interviewAt")} hint={zone} optional={optional} />;
        if (field === "ctc") return <TextField key={field} form={form} name="ctc" inputMode="numeric" label={t("move.ctc")} hint={t("move.ctcHint")} optional={optional} />;
        if (field === "parts") return <PayParts key={field} form={form} />;
        if (field === "joining_date") return <TextField key={field} form={form} name="joining_date" type="date" label={t("move.joining_date")} hint={t("move.joining_dateHint")} optional={optional} />;
        if (field === "conditions") return <AreaField key={field} form={form} name="conditions" label={t("move.conditions")} hint={t("move.conditionsHint")} rows={2} optional={optional} />;
        if (field === "reason_code") return null;
        return <TextField key={field} form={form} name={field} label={t(`move.${field}`)} optional={optional} />;
      })}
      <AreaField form={form} name="note" label={t("move.note")} rows={2} optional={!move.needs?.includes("note")} />
    </>
  );
}
