/** Typed by hand: the compiler would infer hundreds of kilobytes of literal types. */
declare module "*/contract.json" {
  const contract: import("./contract.js").Contract;
  export default contract;
}
