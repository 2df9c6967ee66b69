import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { SelectField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { toast } from "@/shared/ui/toast";
import { companiesForChoice, invite, peopleQuery, type Person, type Role } from "./queries";

const invitable = ["OFFICER", "COORDINATOR", "RECRUITER", "UNIVERSITY_SUPERVISOR", "INDUSTRIAL_SUPERVISOR", "ADMIN"] as const;
const ofCompany = new Set<string>(["RECRUITER", "INDUSTRIAL_SUPERVISOR"]);

function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { email: "", full_name: "", role: "OFFICER" as Role, company_id: "" }, shouldFocusError: false });
  const role = form.watch("role");
  const companies = useQuery({ ...companiesForChoice, enabled: ofCompany.has(role) });
  const submit = useSubmit(form, async ({ company_id, ...values }) => {
    if (!values.email) form.setError("email", { message: t("register.missing.email") });
    if (!values.full_name) form.setError("full_name", { message: t("register.missing.full_name") });
    if (!values.email || !values.full_name) return;
    await invite({ ...values, ...(ofCompany.has(role) && company_id && { company_id }) });
    toast(t("people.invited", { email: values.email }));
    await queryClient.invalidateQueries({ queryKey: ["people"] });
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={t("people.invite")} sub={t("people.inviteHint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("people.send")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="full_name" label={t("field.full_name")} />
      <TextField form={form} name="email" type="email" label={t("field.email")} />
      <SelectField form={form} name="role" label={t("people.role")} options={invitable.map((value) => ({ value, label: t(`role.${value}`) }))} />
      {ofCompany.has(role) && <SelectField form={form} name="company_id" label={t("job.company")} blank={t("form.choose")} options={(companies.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))} />}
    </Dialog>
  );
}

export function PeoplePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const [state, change] = useUrlState();
  const [inviting, setInviting] = useState(false);
  const list = useQuery({ ...peopleQuery({ q: state["q"], staff: true, page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const { data } = list;
  usePage(t("nav.people"));
  const table: TableColumn<Person>[] = [
    { key: "name", label: t("field.full_name"), card: "title", cell: (one) => <b className="strong">{one.full_name}</b> },
    { key: "email", label: t("field.email"), cell: (one) => one.email },
    { key: "role", label: t("people.role"), cell: (one) => (one.roles ?? []).map((held) => t(`role.${held.role}`)).join(", ") || "·" },
    { key: "company", label: t("job.company"), cell: (one) => (one.roles ?? []).map((held) => held.company?.name).filter(Boolean).join(", ") || "·" },
    { key: "state", label: t("job.state"), card: "tag", cell: (one) => <span className={`tag ${one.state === "active" ? "tag-ok" : one.state === "invited" ? "tag-warn" : ""}`}>{t(`people.state.${one.state}`, { defaultValue: one.state })}</span> },
    { key: "since", label: t("people.since"), num: true, cell: (one) => format.day(one.created_at, true) },
  ];
  return (
    <>
      <PageHead answer={data ? t("people.answer", { count: data.total }) : t("nav.people")} rest={data ? t("people.rest") : undefined}>
        {may(me, "users.invite") && <Button kind="primary" icon="plus" onClick={() => setInviting(true)}>{t("people.invite")}</Button>}
      </PageHead>
      <ListFrame
        list="people" what={t("nav.people")} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.full_name} state={state} change={change}
        search={t("people.search")} first={<Empty icon="users" title={t("people.none")} />}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
