import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import type { Filter } from "@/shared/table/FilterMenu";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, type UrlState, useUrlState } from "@/shared/table/url-state";
import { buttonClass } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { correctionsQuery, type DirectoryItem, type Facet, facetsQuery, studentsCsv, studentsQuery } from "./queries";

const names = ["q", "branch", "department", "graduation_year", "min_cgpa", "max_cgpa", "placed", "verified"] as const;
const views: [key: string, search: Record<string, string>][] = [
  ["all", {}], ["unplaced", { placed: "false" }], ["ready", { placed: "false", verified: "true" }], ["placed", { placed: "true" }], ["unverified", { verified: "false" }],
];

const everyoneQuery = studentsQuery({ limit: 1 });
const unverifiedQuery = studentsQuery({ limit: 1, verified: false });

/** What the address asks for. */
function listQuery(state: UrlState) {
  const filters = Object.fromEntries(names.map((name) => [name, state[name]]));
  return studentsQuery({ ...filters, sort: state["sort"] ?? "full_name", page: pageOf(state), limit: 25 });
}

/** S22: is everyone in, and is the data right? */
export function StudentsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const filters = Object.fromEntries(names.map((name) => [name, state[name]]));
  const list = useQuery({ ...listQuery(state), placeholderData: keepPreviousData });
  const everyone = useQuery(everyoneQuery);
  const unverified = useQuery(unverifiedQuery);
  const facets = useQuery(facetsQuery);
  const corrections = useQuery({ ...correctionsQuery({ state: "ASKED", limit: 1 }), enabled: may(me, "corrections.decide") });
  usePage(t("nav.students"));
  const missing = unverified.data?.total ?? 0;
  const options = (list: Facet[] | undefined) => (list ?? []).map(({ value, count }) => ({ value: String(value), label: String(value), count }));
  const yesNo = (key: string) => ["true", "false"].map((value) => ({ value, label: t(`student.${key}.${value}`) }));

  const choices: Filter[] = [
    { name: "branch", label: t("field.branch"), options: options(facets.data?.branches), words: (value) => value },
    { name: "department", label: t("field.department"), options: options(facets.data?.departments), words: (value) => value },
    { name: "graduation_year", label: t("field.graduation_year"), options: options(facets.data?.years), words: (value) => t("students.year", { value }) },
    { name: "min_cgpa", label: t("students.minCgpa"), type: "number", words: (value) => t("applicants.cgpaFrom", { value }) },
    { name: "max_cgpa", label: t("students.maxCgpa"), type: "number", words: (value) => t("students.cgpaTo", { value }) },
    { name: "placed", label: t("students.placed"), options: yesNo("isPlaced"), words: (value) => t(`student.isPlaced.${value}`) },
    { name: "verified", label: t("students.verified"), options: yesNo("isVerified"), words: (value) => t(`student.isVerified.${value}`) },
  ];
  const table: TableColumn<DirectoryItem>[] = [
    { key: "name", label: t("field.full_name"), sort: "full_name", card: "title", cell: (one) => <Link className="name" dir="auto" to="/students/$studentId" params={{ studentId: one.id }}>{one.full_name}</Link> },
    { key: "roll", label: t("field.roll_no"), sort: "roll_no", className: "code faint", cell: (one) => one.roll_no ?? "·" },
    { key: "branch", label: t("field.branch"), className: "clip-cell", cell: (one) => one.branch ?? "·" },
    { key: "year", label: t("students.yearShort"), num: true, card: "hidden", cell: (one) => one.graduation_year ?? "·" },
    { key: "cgpa", label: t("field.cgpa"), num: true, sort: "cgpa", downFirst: true, cell: (one) => one.cgpa === null ? "·" : format.number(one.cgpa, 2) },
    { key: "applications", label: t("nav.applications"), num: true, sort: "applications_count", downFirst: true, cell: (one) => one.applications_count || "·" },
    { key: "placed", label: t("students.placed"), cell: (one) => one.is_placed ? <span className="tag tag-placed"><Icon name="badge-check" />{one.placed_company ?? t("student.placed")}</span> : <span className="faint">·</span> },
    { key: "verified", label: t("students.record"), card: "tag", cell: (one) => one.verified ? <span className="verdict verdict-yes"><Icon name="check" />{t("student.verified")}</span> : <span className="small muted">{t("student.unverified")}</span> },
  ];
  const importLink = may(me, "students.import") && <Link to="/students/import" className={buttonClass({ kind: "primary" })}><Icon name="upload" size={16} />{t("import.title")}</Link>;
  const view = views.find(([, search]) => ["placed", "verified"].every((name) => (state[name] ?? "") === (search[name] ?? "")))?.[0];

  return (
    <>
      <PageHead
        answer={everyone.data ? t("students.answer", { count: everyone.data.total, n: format.number(everyone.data.total) }) : t("nav.students")}
        rest={missing ? t("students.unverifiedRest", { count: missing, n: format.number(missing) }) : undefined}
        sub={me.department ? t("students.ofDepartment", { name: me.department }) : undefined}
      >
        {corrections.data && <Link to="/students/corrections" className={buttonClass()}><Icon name="pencil" size={16} />{t("corrections.title")}{corrections.data.total > 0 && <span className="count count-you">{corrections.data.total}</span>}</Link>}
        {importLink}
      </PageHead>
      <ListFrame
        list="students" what={t("nav.students")} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.full_name} state={state} change={change}
        search={t("students.search")} filters={choices} defaultSort="full_name" csv={studentsCsv({ ...filters, sort: state["sort"] })}
        onOpen={(one) => void navigate({ to: "/students/$studentId", params: { studentId: one.id } })}
        first={<Empty icon="graduation-cap" title={t("students.first")} action={importLink}>{t("students.firstText")}</Empty>}
        tabs={
          <nav className="tabs" aria-label={t("students.views")}>
            {views.map(([key, search]) => <PlainLink key={key} to="/students" search={search} current={view === key}>{t(`students.view.${key}`)}</PlainLink>)}
          </nav>
        }
      />
    </>
  );
}

StudentsPage.before = (search: UrlState) => [listQuery(search), everyoneQuery, unverifiedQuery].map((query) => queryClient.prefetchQuery(query as never));
