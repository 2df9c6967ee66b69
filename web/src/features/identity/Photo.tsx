import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useId, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { type OwnProfile, removePhoto } from "./queries";

const CropDialog = lazy(async () => ({ default: (await import("./CropDialog")).CropDialog }));

export function Photo({ own, closed }: { own: OwnProfile; closed: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const remove = useMutation({ mutationFn: removePhoto, onSuccess: () => toast(t("own.photoRemoved")) });
  return (
    <div className="photo">
      <Mono name={own.full_name} id={own.id} src={own.avatar_url} size="xl" round />
      <div className="stack-2 grow">
        <div className="row wrap">
          {!closed && (
            <>
              <input id={id} className="vh" type="file" accept="image/jpeg,image/png,image/webp" onChange={(event) => { setFile(event.target.files?.[0] ?? null); event.target.value = ""; }} />
              <label className={buttonClass({})} htmlFor={id}><Icon name="camera" size={16} />{t(own.avatar_url ? "own.photoChange" : "own.photoAdd")}</label>
              {own.avatar_url && <Button kind="quiet" busy={remove.isPending} onClick={() => remove.mutate()}>{t("own.photoRemove")}</Button>}
            </>
          )}
        </div>
        <p className="small muted">{t("own.photoHint")}</p>
        {remove.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(remove.error))}</Notice>}
      </div>
      {file && <Suspense><CropDialog file={file} onClose={() => setFile(null)} /></Suspense>}
    </div>
  );
}
