/** How the cards are seen right now. */
class Sight {
  /** From afar a card is a block, then a picture with its title, then whole. */
  band = $state(/** @type {'far' | 'mid' | 'near'} */ ('near'));
}

export const sight = new Sight();
