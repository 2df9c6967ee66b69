import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { TextField } from "@/shared/form/Field";
import { Button } from "@/shared/ui/Button";
import type { MoveValues } from "./MoveFields";

const MOST = 20;

/** How the pay is split, a row a part; none of it is asked until somebody begins. */
export function PayParts({ form }: { form: UseFormReturn<MoveValues> }) {
  const { t } = useTranslation();
  const parts = form.watch("parts");
  const set = (next: MoveValues["parts"]) => form.setValue("parts", next, { shouldDirty: true });
  return (
    <fieldset className="field stack-2" data-field="parts" tabIndex={-1}>
      <legend className="label">{t("move.parts")} <span className="optional">{t("form.optional")}</span></legend>
      {parts.map((_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the form knows a part by its place
        <div className="row pay-part" key={index}>
          <TextField form={form} name={`parts.${index}.name`} label={t("move.partName")} className="grow" />
          <TextField form={form} name={`parts.${index}.amount`} label={t("move.partAmount")} inputMode="numeric" className="grow" />
          <Button kind="quiet" iconOnly icon="trash-2" aria-label={t("move.partRemove")} onClick={() => set(form.getValues("parts").filter((__, at) => at !== index))} />
        </div>
      ))}
      {parts.length < MOST && <div><Button small icon="plus" onClick={() => set([...form.getValues("parts"), { name: "", amount: "" }])}>{t("move.partAdd")}</Button></div>}
    </fieldset>
  );
}
