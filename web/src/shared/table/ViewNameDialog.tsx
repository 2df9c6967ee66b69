import { useForm } from "react-hook-form";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { CheckField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useTranslation } from "@/shared/i18n/i18n";
import type { ListName } from "@/shared/preferences/preferences";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { changeView, type SavedView, saveView } from "./views";

export function ViewNameDialog({ list, query, view, onClose }: { list: ListName; query: string; view: SavedView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const form = useForm({ defaultValues: { name: view?.name ?? "", shared: view?.shared ?? false }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ name, shared }) => {
    const clean = name.trim();
    if (!clean) return form.setError("name", { message: t("views.nameMissing") });
    if (view) await changeView(view, { name: clean, shared });
    else await saveView({ list, name: clean, query, shared });
    toast(t("views.saved", { name: clean }));
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={view ? t("views.rename", { name: view.name }) : t("views.save")} sub={t("views.hint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("views.keep")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("views.name")} autoFocus />
      {may(me, "views.share") && <CheckField form={form} name="shared" label={t("views.share")} />}
    </Dialog>
  );
}
