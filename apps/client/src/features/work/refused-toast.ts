import type { Refusal } from "@pushpals/protocol";
import { showToast } from "../../ui/toast";

/** Tells that the server has said no, in its own words: they say what to do. */
export const tellRefused =
  (what: string) =>
  (refusal: Refusal): void =>
    void showToast({ title: what, detail: refusal.message, tone: "danger" });
