import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { readFile, readText } from "./queries";
import type { Reading } from "./types";

const MOST = 100 * 1024;

interface Props {
  /** Open from the start where there is nothing yet. */
  open: boolean;
  /** What was found in which text, and from which file; says how many fields it filled. */
  onRead: (found: Reading, text: string, file: File | null) => { filled: number; unsure: number };
}

/** A description that somebody has already: pasted or as a file, it fills the form. Nothing is saved by it. */
export function ReadCard({ open, onRead }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const [done, setDone] = useState<{ filled: number; unsure: number } | null>(null);
  const read = useMutation({
    mutationFn: async (file: File | null) => {
      if (!file) return { found: await readText(text), text, file };
      const found = await readFile(file);
      return { found, text: found.text, file };
    },
    onSuccess: ({ found, text: from, file }) => setDone(onRead(found, from, file)),
  });
  const long = new Blob([text]).size > MOST;
  return (
    <details className="card read-card" open={open}>
      <summary className="card-head"><h2 className="h2">{t("read.title")}</h2><span className="small muted grow">{t("read.sub")}</span><Icon name="chevron-down" size={16} /></summary>
      <div className="card-pad stack">
        <div className="field">
          <label htmlFor={`${id}-text`}>{t("read.text")}</label>
          <textarea id={`${id}-text`} className="textarea" rows={5} dir="auto" value={text} aria-invalid={long} onChange={(event) => setText(event.target.value)} />
          {long && <p className="field-error">{t("read.long")}</p>}
        </div>
        <div className="row wrap">
          <Button icon="list-checks" busy={read.isPending} disabled={!text.trim() || long} onClick={() => read.mutate(null)}>{t("read.go")}</Button>
          <label className="row small muted" htmlFor={`${id}-file`}>{t("read.orFile")}</label>
          <input id={`${id}-file`} type="file" accept=".pdf,.docx" className="file" disabled={read.isPending} onChange={(event) => { const file = event.target.files?.[0]; if (file) read.mutate(file); event.target.value = ""; }} />
        </div>
        {read.error && <Notice tone="bad" role="alert"><b>{t("read.failed")}</b> <span className="muted">{Problem.from(read.error).message || t("failed.server")}</span></Notice>}
        {done && !read.error && <Notice tone={done.filled ? "ok" : "warn"} role="status"><b>{t("read.filled", { count: done.filled })}</b> <span className="muted">{done.unsure > 0 ? t("read.unsure", { count: done.unsure }) : done.filled ? t("read.allSure") : t("read.nothing")}</span></Notice>}
      </div>
    </details>
  );
}
