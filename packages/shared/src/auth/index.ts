export { hashToken, sameToken } from "./compare";
export { ensureTokens, tokenFor } from "./tokens";
