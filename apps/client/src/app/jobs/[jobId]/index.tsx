export { JobScreen as default } from "../../../features/job/job-screen";
