import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Pager } from "@/shared/table/Pager";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { correctRow, type ImportRow, refreshImport, rowsQuery, type StudentImport } from "./queries";

const first = ["roll_no", "full_name", "email", "branch", "cgpa"];

function said(value: unknown): string {
  return value === null || value === undefined || value === "" ? "·" : String(value);
}

/** A bad row is mended where it stands: its wrong cells are fields, and the server checks the row again. */
function Row({ data, row, fields }: { data: StudentImport; row: ImportRow; fields: string[] }) {
  const { t } = useTranslation();
  const label = (name: string) => data.fields.find((field) => field.name === name)?.label ?? name;
  const [typed, setTyped] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () => correctRow(data.id, row.number, { values: typed }),
    onSuccess: async (again) => {
      setTyped({});
      if (again.errors.length === 0) toast(t("import.mended", { n: row.number }));
      await refreshImport(data.id);
    },
  });
  const leave = useMutation({
    mutationFn: (leave_out: boolean) => correctRow(data.id, row.number, { values: {}, leave_out }),
    onSuccess: () => refreshImport(data.id),
  });
  const left = row.outcome === "left_out";
  const errors = save.data?.errors ?? row.errors;
  const loose = errors.filter((error) => !fields.includes(error.column));
  return (
    <tr>
      <td className="num faint top card-hidden">{row.number}</td>
      {fields.map((field) => {
        const error = errors.find((one) => one.column === field);
        const value = row.values[field] ?? error?.value;
        const diff = row.diff[field];
        return (
          <td key={field} className={`top ${field === "full_name" ? "card-title" : "card-line"} ${field === "email" ? "break" : ""}`} data-label={label(field)}>
            {error ? (
              <>
                <input
                  className="cell-in cell-bad" aria-label={t("import.cell", { field: label(field), n: row.number })} aria-invalid="true"
                  value={typed[field] ?? (value === null || value === undefined ? "" : String(value))} onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
                  onKeyDown={(event) => { if (event.key === "Enter" && Object.keys(typed).length > 0) save.mutate(); }}
                />
                <p className="say">{error.message}</p>
              </>
            ) : diff ? <><span className="was">{said(diff[0])}</span> <b>{said(diff[1])}</b></> : said(value)}
          </td>
        );
      })}
      {(errors.length > 0 || left) && (
        <td className="top card-line" data-label="">
          <span className="row">
            {!left && <Button small busy={save.isPending} disabled={Object.keys(typed).length === 0} onClick={() => save.mutate()}>{t("import.mend")}</Button>}
            <Button small kind="quiet" busy={leave.isPending} onClick={() => leave.mutate(!left)}>{t(left ? "import.takeBack" : "import.leaveRow")}</Button>
          </span>
          {loose.map((error) => <p key={error.column + error.code} className="say">{error.column ? `${label(error.column)}: ` : ""}{error.message}</p>)}
          {save.error && <p className="say" role="alert">{Problem.from(save.error).message || t("failed.server")}</p>}
        </td>
      )}
    </tr>
  );
}

export function RowTable({ data, outcome }: { data: StudentImport; outcome: string }) {
  const { t } = useTranslation();
  const [state, change] = useUrlState();
  const { data: page, error, refetch } = useQuery({ ...rowsQuery(data.id, { outcome, page: pageOf(state), limit: 20 }), placeholderData: keepPreviousData });
  if (error) return <Failed what={t("import.rows")} error={error} retry={() => void refetch()} />;
  if (!page) return <Skeleton rows={4} />;
  if (page.items.length === 0) return <Empty icon="circle-check" title={t(`import.none.${outcome}`)} />;
  const mapped = data.columns.flatMap((column) => (column.field ? [column.field] : []));
  const wrong = page.items.flatMap((row) => row.errors.map((one) => one.column)).filter((name) => data.fields.some((field) => field.name === name));
  const changed = page.items.flatMap((row) => Object.keys(row.diff));
  const known = new Set([...mapped, ...wrong]);
  const fields = [...new Set([...first.filter((name) => known.has(name)), ...wrong, ...changed.filter((name) => known.has(name))])];
  return (
    <>
      <div className="table-wrap">
        <table className="table table-tall table-cards">
          <caption className="vh">{t(`import.outcome.${outcome}`)}</caption>
          <thead>
            <tr>
              <th scope="col" className="num">{t("import.row")}</th>
              {fields.map((name) => <th key={name} scope="col">{data.fields.find((field) => field.name === name)?.label ?? name}</th>)}
              {(outcome === "bad" || outcome === "left_out") && <th scope="col"><span className="vh">{t("import.mend")}</span></th>}
            </tr>
          </thead>
          <tbody>{page.items.map((row) => <Row key={row.number} data={data} row={row} fields={fields} />)}</tbody>
        </table>
      </div>
      <Pager {...page} onPage={(next) => change({ page: String(next) })} />
    </>
  );
}
