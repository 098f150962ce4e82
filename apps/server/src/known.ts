/** A success that says whether the thing was there before: its route answers its second status then. */
export interface Known<Reply> {
  ok: true;
  known: boolean;
  reply: Reply;
}
