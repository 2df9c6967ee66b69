import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { centred, type Crop, dragged, fileOf, paint } from "./crop";
import { sendPhoto } from "./queries";

const steps: Record<string, [number, number]> = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] };

/** Choose the part that is kept. Drawn on a canvas from the file itself: nothing is sent before one says so. */
export function CropDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = useRef<{ x: number; y: number } | null>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const [crop, setCrop] = useState<Crop>(centred);
  const send = useMutation({
    mutationFn: async () => sendPhoto(await fileOf(canvas.current as HTMLCanvasElement)),
    onSuccess: () => { toast(t("own.photoSaved")); onClose(); },
  });

  useEffect(() => {
    let made: ImageBitmap | null = null;
    let gone = false;
    createImageBitmap(file, { imageOrientation: "from-image" }).then(
      (found) => { if (gone) found.close(); else { made = found; setPicture(found); } },
      () => setUnreadable(true),
    );
    return () => { gone = true; made?.close(); };
  }, [file]);
  useEffect(() => { if (picture && canvas.current) paint(canvas.current, picture, crop); }, [picture, crop]);

  const move = (right: number, down: number) => { if (picture) setCrop((now) => dragged(picture, now, right, down)); };
  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!from.current) return;
    const { width } = event.currentTarget.getBoundingClientRect();
    move((event.clientX - from.current.x) / width, (event.clientY - from.current.y) / width);
    from.current = { x: event.clientX, y: event.clientY };
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };
  return (
    <Dialog
      open onClose={onClose} onSubmit={() => send.mutate()} title={t("own.crop")} sub={t("own.cropHint")}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" disabled={!picture} busy={send.isPending}>{t("own.cropUse")}</Button></>}
    >
      {unreadable ? <Notice tone="bad" role="alert">{t("own.unreadable")}</Notice> : (
        <div className="stack crop">
          {!picture && <Skeleton rows={4} />}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- dragging has its keys: the arrows */}
          <canvas
            ref={canvas} width={512} height={512} hidden={!picture} tabIndex={0} role="img" aria-label={t("own.cropPicture")}
            onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); from.current = { x: event.clientX, y: event.clientY }; }}
            onPointerMove={drag} onPointerUp={() => { from.current = null; }} onPointerCancel={() => { from.current = null; }} onKeyDown={press}
          />
          <div className="field">
            <label htmlFor={id}>{t("own.zoom")}</label>
            <input id={id} type="range" min={1} max={4} step={0.05} value={crop.zoom} disabled={!picture} data-autofocus onChange={(event) => setCrop({ ...crop, zoom: Number(event.target.value) })} />
          </div>
        </div>
      )}
      {send.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(send.error))}</Notice>}
    </Dialog>
  );
}
