import type { Translate } from "@/shared/i18n/i18n";
import type { Schemas } from "@/shared/http/http";
import { toast } from "@/shared/ui/toast";
import { holdQuery, refreshApplications, undoHold } from "./queries";

const LOOKS = 6;

/** Says what will happen, with the way back; once the server has carried it out, what it could not do. */
export function announce(holds: Schemas["HeldMoveItem"][], text: string, t: Translate): void {
  let undone = false;
  const look = async (left: number) => {
    if (undone) return;
    const now = await Promise.all(holds.map((one) => holdQuery(one.hold_id)));
    if (left > 0 && now.some((one) => one.state === "held")) {
      window.setTimeout(() => void look(left - 1), 1500);
      return;
    }
    await refreshApplications();
    const failed = now.reduce((sum, one) => sum + (one.result?.blocked.length ?? 0), 0);
    if (failed > 0) toast(t("bulk.stayed", { count: failed }));
  };
  const until = Math.max(...holds.map((one) => new Date(one.undo_until).getTime()));
  window.setTimeout(() => void look(LOOKS), Math.max(0, until - Date.now()) + 1000);
  toast(text, () => {
    undone = true;
    void Promise.allSettled(holds.map((one) => undoHold(one.hold_id))).then(async (answers) => {
      await refreshApplications();
      const late = answers.filter((one) => one.status === "rejected").length;
      toast(t(late > 0 ? "bulk.tooLate" : "bulk.undone", { count: holds.reduce((sum, one) => sum + one.moves, 0) }));
    });
  });
}
