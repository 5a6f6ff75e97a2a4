declare module "obole:style" {
  const css: string;
  export default css;
}
