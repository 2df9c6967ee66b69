import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { SelectField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Problem } from "@/shared/http/problem";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { companiesForChoice, invite, type Role } from "./queries";
import { endOf, invitable, ofCompany, ofDepartment } from "./roles";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const form = useForm({ defaultValues: { email: "", full_name: "", role: "OFFICER" as Role, company_id: "", department: "", ends: "", domain_reason: "" }, shouldFocusError: false });
  const role = form.watch("role");
  const [foreign, setForeign] = useState(false);
  const companies = useQuery({ ...companiesForChoice, enabled: ofCompany.has(role) });
  const company = companies.data?.items.find((one) => one.id === form.watch("company_id"))?.name ?? t("people.company");
  const submit = useSubmit(form, async (values) => {
    if (!values.email.trim()) form.setError("email", { message: t("people.emailMissing") });
    if (!values.full_name.trim()) form.setError("full_name", { message: t("people.nameMissing") });
    if (role === "RECRUITER" && !values.company_id) form.setError("company_id", { message: t("people.companyMissing") });
    if (!values.email.trim() || !values.full_name.trim() || (role === "RECRUITER" && !values.company_id)) return;
    try {
      await invite({
        email: values.email.trim(), full_name: values.full_name.trim(), role, ends_at: endOf(values.ends),
        company_id: ofCompany.has(role) && values.company_id ? values.company_id : null,
        department: ofDepartment.has(role) && values.department.trim() ? values.department.trim() : null,
        domain_reason: values.domain_reason.trim() || null,
      });
    } catch (error) {
      const problem = Problem.from(error);
      // An address of another domain is not refused for good: it takes a reason, which stays on record.
      if (problem.code === "foreign_domain" && !foreign) return setForeign(true);
      throw error;
    }
    toast(t("people.invited", { email: values.email }));
    onClose();
  });
  const roles = invitable.filter((one) => one !== "ADMIN" || may(me, "admins.manage"));
  return (
    <Dialog
      open onClose={onClose} title={t("people.invite")} sub={t("people.inviteHint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("people.send")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="full_name" label={t("field.full_name")} />
      <TextField form={form} name="email" type="email" label={t("field.email")} />
      <SelectField form={form} name="role" label={t("people.role")} options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} />
      {ofCompany.has(role) && <SelectField form={form} name="company_id" label={t("people.company")} blank={t("form.choose")} optional={role !== "RECRUITER"} options={(companies.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))} />}
      {ofDepartment.has(role) && <TextField form={form} name="department" optional label={t("field.department")} hint={t(`people.scope.${role}`)} />}
      <TextField form={form} name="ends" type="date" optional label={t("people.until")} hint={t("people.untilHint")} />
      {foreign && <><Notice tone="warn" role="alert">{t("people.foreign", { company })}</Notice><TextField form={form} name="domain_reason" autoFocus label={t("people.domainReason")} hint={t("people.domainReasonHint")} /></>}
    </Dialog>
  );
}
