"""Pass phrases that an administrator reads out once, over the telephone if need be."""

from collections.abc import Callable, Sequence

# Short, spelt as they sound, and nothing that a person would mind being given.
_WORDS = """
acorn album amber anchor antler apple apricot arrow atlas autumn badge badger bagel bamboo banjo
barley barn basil basket beacon bean beetle berry bicycle birch biscuit blanket blossom bonfire boot
bottle bramble breeze brick bridge bronze brook broom bubble bucket buckle butter button cabin
cactus camel candle canoe canvas carrot castle cedar cello chalk cherry chestnut cinnamon circle
clarinet cloud clover coast cocoa comet compass copper coral cotton cradle crayon cricket crystal
daisy desert diamond dolphin donkey dragon drum dune eagle echo elder ember emerald engine falcon
feather fern ferry fiddle finch flannel flask flint flute fossil fountain foxglove frost gallery
garden garlic ginger glacier glider globe goose granite grape gravel guitar hammock harbour harp
hazel heather hedge heron holly honey horizon island ivory ivy jacket jasmine jigsaw juniper kayak
kettle kingfisher kite ladder lagoon lantern lark lavender leaf lemon lilac linen lobster locket
magnet mango maple marble marigold marsh meadow melon minnow mirror mitten moss mountain muffin
mustard nectar nettle noodle nutmeg oak oasis oatmeal ocean olive onion opal orbit orchard otter
oyster paddle palm panda paper parsley peach pebble pelican pencil pepper petal piano pigeon pillow
pine planet plum pocket pond poppy porridge puffin pumpkin quilt rabbit rainbow raisin raven reed
ribbon river robin rocket rosemary rowan ruby saddle saffron sapphire satchel scarf seagull shell
silver skylark slate sleigh snowdrop sparrow spinach spruce squirrel starling stream sundial sunset
swallow tangerine tapestry teapot thimble thistle tiger timber toffee trumpet tulip turnip turtle
umbrella valley velvet violet violin waffle walnut willow window winter wombat woodland zebra
"""
WORDS = tuple(_WORDS.split())

LENGTH = 5
"""Five of 256 words: 2 to the 40th phrases, each good for one sign-in that is throttled."""


def pass_phrase(choose: Callable[[Sequence[str]], str]) -> str:
    """> copper lantern meadow otter quilt, as `choose` picks: secrets.choice, outside of tests."""
    return " ".join(choose(WORDS) for _ in range(LENGTH))
