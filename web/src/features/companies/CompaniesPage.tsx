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
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { Pager } from "@/shared/table/Pager";
import { Search } from "@/shared/table/Search";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { addCompany, companiesQuery, type Company } from "./queries";

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { name: "", website: "", about: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ name, website, about }) => {
    if (!name.trim()) return form.setError("name", { message: t("companies.nameMissing") });
    await addCompany({ name: name.trim(), ...(website && { website }), ...(about && { about }) });
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
  const { data, error, refetch, isFetching } = useQuery({ ...companiesQuery({ q: state["q"], sort: state["sort"] ?? "name", page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
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
      <section className="card">
        <div className="toolbar"><Search label={t("companies.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} /></div>
        {error ? <Failed what={t("nav.companies")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton /> : data.items.length === 0
          ? <Empty icon="building-2" title={state["q"] ? t("noResults") : t("companies.none")} action={!state["q"] && add} />
          : <><DataTable caption={t("nav.companies")} columns={table} rows={data.items} rowId={(one) => one.id} rowName={(one) => one.name} state={state} defaultSort="name" onSort={(sort) => change({ sort })} fetching={isFetching} />
            <Pager {...data} onPage={(page) => change({ page: String(page) })} /></>}
      </section>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </>
  );
}
