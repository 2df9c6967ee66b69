import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty } from "@/shared/ui/Empty";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { toast } from "@/shared/ui/toast";
import { addCompany, companiesQuery, type Company } from "./queries";

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { name: "", website: "", domains: "", about: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ name, website, domains, about }) => {
    if (!name.trim()) return form.setError("name", { message: t("companies.nameMissing") });
    await addCompany({ name: name.trim(), domains: domains.split(/[\s,;]+/u).filter(Boolean), ...(website && { website }), ...(about && { about }) });
    toast(t("companies.added", { name }));
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={t("companies.add")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("companies.add")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("companies.name")} />
      <TextField form={form} name="website" type="url" label={t("companies.website")} hint={t("companies.websiteHint")} optional />
      <TextField form={form} name="domains" label={t("companies.domains")} hint={t("companies.domainsHint")} optional />
      <AreaField form={form} name="about" label={t("companies.about")} rows={3} optional />
    </Dialog>
  );
}

export function CompaniesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const [state, change] = useUrlState();
  const [adding, setAdding] = useState(false);
  const list = useQuery({ ...companiesQuery({ q: state["q"], sort: state["sort"] ?? "name", page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const { data } = list;
  usePage(t("nav.companies"));
  const table: TableColumn<Company>[] = [
    { key: "name", label: t("companies.name"), sort: "name", card: "title", cell: (one) => <Link className="name row" to="/jobs" search={{ q: one.name }}><Mono name={one.name} id={one.id} size="sm" />{one.name}</Link> },
    { key: "website", label: t("companies.website"), cell: (one) => one.website ? <a href={one.website} target="_blank" rel="noreferrer">{one.website.replace(/^https?:\/\/(www\.)?/u, "").replace(/\/$/u, "")}</a> : "·" },
    { key: "since", label: t("companies.since"), num: true, sort: "created_at", downFirst: true, cell: (one) => format.day(one.created_at, true) },
  ];
  const add = may(me, "companies.write") && <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{t("companies.add")}</Button>;
  return (
    <>
      <PageHead answer={data ? t("companies.answer", { count: data.total }) : t("nav.companies")} rest={data && state["q"] ? t("all.match") : undefined}>{add}</PageHead>
      <ListFrame
        list="companies" what={t("nav.companies")} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.name} state={state} change={change}
        search={t("companies.search")} defaultSort="name" first={<Empty icon="building-2" title={t("companies.none")} action={add} />}
      />
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </>
  );
}
