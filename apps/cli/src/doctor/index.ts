export { type Context, openContext } from "../context";
export { type Check, checkLine, unwell, well } from "./check";
export { machine } from "./machine";
export { listening, token, workers } from "./services";
