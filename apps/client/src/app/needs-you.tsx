export { NeedsYouScreen as default } from "../features/needs-you/needs-you-screen";
