import { z } from "zod";

/** Free-form detail that goes with an error or an event: JSON only, so that it can be stored and shown. */
export const jsonObject = z.record(z.string(), z.json()).meta({ id: "JsonObject" });
export type JsonObject = z.infer<typeof jsonObject>;
