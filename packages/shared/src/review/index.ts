export { type Review, type ReviewPlace, readReview, reviewPlace } from "./read-review";
export type { ReviewEntry } from "./review-entries";
export { findPaths, traceLine } from "./trace-line";
export { integrationHead, type Undo, undoneBy } from "./undoes";
