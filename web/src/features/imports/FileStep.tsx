import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { PageHead } from "@/shared/ui/page";
import { importsQuery, upload } from "./queries";

const columns = "email,full_name,roll_no,branch,department,cgpa,graduation_year,phone,tenth_percent,twelfth_percent,active_backlogs,gender";

function template(): void {
  const address = URL.createObjectURL(new Blob([`\uFEFF${columns}\r\n`], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "students.csv";
  link.click();
  URL.revokeObjectURL(address);
}

/** Those of before: to take up again, to look at, or to take back. */
function Earlier() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(importsQuery);
  if (!data || data.items.length === 0) return null;
  const stepOf: Record<string, string> = { uploaded: "columns", checking: "columns", checked: "check" };
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("import.earlier")}</h2></div>
      <ul className="card-list">
        {data.items.map((one) => (
          <li key={one.id}>
            <Link className="item" to="/students/import/$importId" params={{ importId: one.id }} search={{ step: stepOf[one.state] ?? "import" }}>
              <span className="grow"><span className="item-title break">{one.filename}</span><br /><span className="small muted">{[t("import.rowCount", { count: one.rows, n: format.number(one.rows) }), one.started_by, format.moment(one.created_at)].filter(Boolean).join(" · ")}</span></span>
              <span className="item-end"><span className="tag tag-line">{t(`import.state.${one.state}`, { defaultValue: one.state })}</span></span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function FileStep() {
  const { t } = useTranslation();
  const id = useId();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const send = useMutation({
    mutationFn: upload,
    onSuccess: (made) => navigate({ to: "/students/import/$importId", params: { importId: made.id }, search: { step: "columns" } }),
  });
  const take = (files: FileList | null) => { const file = files?.[0]; if (file) send.mutate(file); };
  return (
    <>
      <PageHead answer={t("import.fileAnswer")} rest={t("import.fileRest")} sub={t("import.fileSub")} />
      <div className="stack-6 narrow">
        {send.error && <Notice tone="bad" role="alert"><b>{t("import.refused")}</b> <span className="muted">{Problem.from(send.error).message || t("failed.server")}</span></Notice>}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is a shortcut; the file field inside does the same */}
        <label
          htmlFor={id} className={`drop card ${over ? "drop-over" : ""}`} aria-busy={send.isPending}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }}
        >
          <span className="glyph"><Icon name={send.isPending ? "loader-circle" : "upload"} size={20} {...(send.isPending && { className: "spin" })} /></span>
          <b>{send.isPending ? t("import.reading", { name: send.variables.name }) : t("import.drop")}</b>
          <span className="small muted">{t("import.limit")}</span>
          <input id={id} type="file" accept=".csv,.tsv,.txt,.xlsx,.xls,.ods" className="file" disabled={send.isPending} onChange={(event) => take(event.target.files)} />
        </label>
        <div><Button kind="quiet" icon="download" onClick={template}>{t("import.template")}</Button></div>
        <Earlier />
      </div>
    </>
  );
}
