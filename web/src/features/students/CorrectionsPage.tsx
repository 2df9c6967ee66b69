import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { useActions } from "@/shared/keys/actions";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { Pager } from "@/shared/table/Pager";
import { Search } from "@/shared/table/Search";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Why } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Change } from "./Change";
import { type Correction, correctionsQuery } from "./queries";

const DecideDialog = lazy(async () => ({ default: (await import("./DecideDialog")).DecideDialog }));
const states = ["ASKED", "ACCEPTED", "REFUSED", "WITHDRAWN"] as const;
const looks = { ASKED: ["tag-warn", "hourglass"], ACCEPTED: ["tag-ok", "check"], REFUSED: ["tag-bad", "circle-x"], WITHDRAWN: ["", "undo-2"] } as const;

function Decision({ one, onDecide }: { one: Correction; onDecide: (move: "accept" | "refuse") => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [look, icon] = looks[one.state as keyof typeof looks];
  if (one.moves.length === 0) {
    return <span className="stack-2"><span><span className={`tag ${look}`}><Icon name={icon} />{t(`corrections.state.${one.state}`)}</span></span><span className="xs muted">{[one.decided_by, format.day(one.since)].filter(Boolean).join(", ")}{one.note && <> · “<bdi>{one.note}</bdi>”</>}</span></span>;
  }
  return (
    <span className="stack-2">
      <span className="row">
        <Button small icon="check" disabled={one.changed_meanwhile} onClick={() => onDecide("accept")}>{t("corrections.accept")}</Button>
        <Button small onClick={() => onDecide("refuse")}>{t("corrections.refuse")}</Button>
      </span>
      {one.changed_meanwhile && <Why>{t("corrections.changed", { now: one.now === null ? t("profile.none") : String(one.now) })}</Why>}
    </span>
  );
}

/** Whose record is said to be wrong, and is it? */
export function CorrectionsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const shown = states.find((one) => one === state["state"]) ?? "ASKED";
  const list = useQuery({ ...correctionsQuery({ state: shown, q: state["q"], page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const waiting = useQuery(correctionsQuery({ state: "ASKED", limit: 1 }));
  const [deciding, setDeciding] = useState<{ one: Correction; move: "accept" | "refuse" } | null>(null);
  const count = waiting.data?.total ?? 0;
  const oldest = waiting.data?.items[0];
  usePage(t("corrections.title"), { note: count ? t("corrections.note", { count }) : undefined, parent: { label: t("nav.students"), to: "/students" } });

  const rows = list.data?.items ?? [];
  /** The row that has the focus, or the first. */
  const byKey = (move: "accept" | "refuse") => {
    const id = document.activeElement?.closest<HTMLElement>("tr[data-row]")?.dataset["row"];
    const one = rows.find((row) => row.id === id) ?? rows[0];
    if (one?.moves.some((step) => step.name === move) && !(move === "accept" && one.changed_meanwhile)) setDeciding({ one, move });
  };
  useActions(shown !== "ASKED" ? [] : [
    { id: "accept", label: t("corrections.accept"), icon: "check", keys: "a", quiet: true, run: () => byKey("accept") },
    { id: "refuse", label: t("corrections.refuse"), icon: "circle-x", keys: "r", quiet: true, run: () => byKey("refuse") },
  ]);
  const columns: TableColumn<Correction>[] = [
    { key: "student", label: t("student.one"), card: "title", cell: (one) => <Link className="name" to="/students/$studentId" params={{ studentId: one.student.id }}><span><bdi>{one.student.full_name}</bdi><span className="faint small block name-sub">{[one.student.roll_no, one.student.branch].filter(Boolean).join(" · ")}</span></span></Link> },
    { key: "field", label: t("corrections.field"), cell: (one) => t(`field.${one.field}`) },
    { key: "change", label: t("corrections.change"), cell: (one) => <Change correction={one} /> },
    { key: "reason", label: t("corrections.why"), className: "wrap-cell", cell: (one) => <span dir="auto">{one.reason}</span> },
    { key: "asked", label: t("corrections.asked"), cell: (one) => <span className="faint nowrap">{t("board.since", { span: format.since(one.created_at) })}</span> },
    { key: "decision", label: t("corrections.decision"), className: "wrap-cell", cell: (one) => <Decision one={one} onDecide={(move) => setDeciding({ one, move })} /> },
  ];

  return (
    <>
      <PageHead answer={waiting.data ? t("corrections.answer", { count }) : t("corrections.title")} rest={oldest && t("corrections.oldest", { span: format.since(oldest.created_at) })} />
      <section className="card">
        <nav className="tabs" aria-label={t("corrections.title")}>
          {states.map((one) => <PlainLink key={one} to="/students/corrections" search={one === "ASKED" ? {} : { state: one }} current={one === shown}>{t(`corrections.state.${one}`)}{one === "ASKED" && count > 0 && <span className="count count-you">{count}</span>}</PlainLink>)}
        </nav>
        <div className="toolbar"><Search label={t("students.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} /></div>
        {list.error && !list.data ? <Failed what={t("corrections.title")} error={list.error} retry={() => void list.refetch()} /> : !list.data ? <Skeleton rows={5} />
          : rows.length === 0 ? <Empty icon="check" title={t(state["q"] ? "noResults" : shown === "ASKED" ? "corrections.none" : "corrections.noneState")}>{!state["q"] && shown === "ASKED" && t("corrections.noneText")}</Empty> : (
            <>
              <DataTable caption={t("corrections.title")} columns={columns} rows={rows} rowId={(one) => one.id} rowName={(one) => one.student.full_name} fetching={list.isFetching} />
              <Pager {...list.data} onPage={(page) => change({ page: String(page) })} />
            </>
          )}
      </section>
      {deciding && <Suspense><DecideDialog correction={deciding.one} move={deciding.move} onClose={() => setDeciding(null)} /></Suspense>}
    </>
  );
}
