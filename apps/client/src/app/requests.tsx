export { RequestsScreen as default } from "../features/requests/requests-screen";
