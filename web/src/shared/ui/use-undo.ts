import { useCallback } from "react";
import { Problem } from "@/shared/http/problem";
import { useTranslation } from "@/shared/i18n/i18n";
import { toast } from "./toast";

interface Act {
  /** What was done, in the past tense. */
  text: string;
  run: () => Promise<unknown>;
  /** Takes it back. Without one the act is held: it runs when the time to undo is over, or when the page is left. */
  undo?: () => Promise<unknown>;
  /** Said on the page: an act, or its undo, that did not succeed. */
  failed: (problem: Problem) => void;
  /** A held act that was undone before it ran: puts the screen back. */
  back?: () => void;
}

/** Do it now and offer to take it back for ten seconds; or, where nothing could take it back, wait those ten seconds. */
export function useUndo(): (act: Act) => Promise<void> {
  const { t } = useTranslation();
  return useCallback(async ({ text, run, undo, failed, back }: Act) => {
    const guarded = async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return true;
      } catch (error) {
        failed(Problem.from(error));
        return false;
      }
    };
    if (!undo) {
      toast(text, back ?? (() => undefined), { over: () => void guarded(run) });
      return;
    }
    if (await guarded(run)) toast(text, async () => { if (await guarded(undo)) toast(t("toast.undone")); });
  }, [t]);
}
