import type { Context } from "../events/append-event";
import type { ItemRow } from "../store/tables";

/** The context of what the server tells about a request. */
export const requestContext = (request: ItemRow): Context => ({
  from: "server",
  correlationId: request.id,
  ...(request.turn_id === null ? {} : { turnId: request.turn_id }),
});
