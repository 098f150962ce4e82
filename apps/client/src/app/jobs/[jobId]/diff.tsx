export { DiffReviewScreen as default } from "../../../features/diff-review/diff-review-screen";
