import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { PageHead } from "@/shared/ui/page";
import { check, refreshImport, setMapping, type StudentImport } from "./queries";
import { TaskProgress } from "./TaskProgress";

/** What each column of the file is: guessed from its name and values, corrected here. */
export function ColumnsStep({ data, task }: { data: StudentImport; task: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [mapping, setChosen] = useState<Record<string, string | null>>(() => Object.fromEntries(data.columns.map((column) => [String(column.index), column.field])));
  const chosen = Object.values(mapping).filter((field): field is string => field !== null);
  const twice = chosen.filter((field, index) => chosen.indexOf(field) !== index);
  const missing = data.fields.filter((field) => field.required && !chosen.includes(field.name));
  const unused = data.columns.length - chosen.length;
  const go = (step: string, extra: Record<string, string> = {}) => navigate({ to: "/students/import/$importId", params: { importId: data.id }, search: { step, ...extra } });
  const next = useMutation({
    mutationFn: async () => {
      await setMapping(data.id, mapping);
      return check(data.id);
    },
    onSuccess: async (started) => {
      if (started) await go("columns", { task: started });
      else await finish();
    },
  });
  const finish = async () => {
    await refreshImport(data.id);
    await go("check");
  };
  const label = (name: string) => data.fields.find((field) => field.name === name)?.label ?? name;

  if (task) return <><PageHead answer={t("import.checking")} sub={data.filename} /><TaskProgress id={task} onDone={() => void finish()} onAgain={() => void go("columns")} /></>;
  return (
    <>
      <PageHead answer={t("import.columnsAnswer", { count: chosen.length, total: data.columns.length })} rest={unused ? t("import.columnsRest", { count: unused }) : undefined} sub={t("import.fileLine", { name: data.filename, rows: format.number(data.rows) })} />
      <div className="stack-6">
        {missing.length > 0 && <Notice tone="warn">{t("import.missing", { names: missing.map((field) => field.label).join(", ") })}</Notice>}
        {twice.length > 0 && <Notice tone="bad" role="alert">{t("import.twice", { names: twice.map(label).join(", ") })}</Notice>}
        {next.error && <Notice tone="bad" role="alert">{Problem.from(next.error).message || t("failed.server")}</Notice>}
        <section className="card">
          <div className="table-wrap">
            <table className="table table-tall table-cards">
              <caption className="vh">{t("import.step.columns")}</caption>
              <thead><tr><th scope="col">{t("import.inFile")}</th><th scope="col">{t("import.samples")}</th><th scope="col">{t("import.means")}</th></tr></thead>
              <tbody>
                {data.columns.map((column) => {
                  const value = mapping[String(column.index)] ?? "";
                  const name = column.header || t("import.nameless", { n: column.index + 1 });
                  return (
                    <tr key={column.index}>
                      <td className="card-title top"><b>{name}</b></td>
                      <td className="muted top card-line" data-label={t("import.samples")}>{column.samples.slice(0, 3).join(" · ")}</td>
                      <td className="card-line" data-label={t("import.means")}>
                        <select className={`select select-cell ${value ? "" : "faint"}`} aria-label={t("import.meansOf", { name })} value={value} onChange={(event) => setChosen({ ...mapping, [column.index]: event.target.value || null })}>
                          <option value="">{t("import.leaveOut")}</option>
                          {data.fields.map((field) => <option key={field.name} value={field.name}>{field.label}</option>)}
                        </select>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </section>
        <div className="row"><Button kind="primary" busy={next.isPending} disabled={chosen.length === 0 || twice.length > 0} onClick={() => next.mutate()}>{t("import.checkRows", { n: format.number(data.rows) })}</Button></div>
      </div>
    </>
  );
}
