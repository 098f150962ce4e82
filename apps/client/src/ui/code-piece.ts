/** Code of one colour. */
export interface Piece {
  text: string;
  kind: "plain" | "keyword" | "string" | "number" | "comment" | "title";
}
