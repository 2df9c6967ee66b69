import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { PageHead } from "@/shared/ui/page";
import { upload } from "./queries";

const columns = "email,full_name,roll_no,branch,department,cgpa,graduation_year,phone,tenth_percent,twelfth_percent,active_backlogs,gender";

function template(): void {
  const address = URL.createObjectURL(new Blob([`\uFEFF${columns}\r\n`], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "students.csv";
  link.click();
  URL.revokeObjectURL(address);
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
      </div>
    </>
  );
}
