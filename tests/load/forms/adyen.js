// What a shop ships that only redirects with Adyen's web components.
import { AdyenCheckout, Redirect } from "@adyen/adyen-web";

window.mount = async (configuration, place) =>
  new Redirect(await AdyenCheckout(configuration)).mount(place);
