"""Words that carry no subject, of a question and titles before a name too: asked beside others they need not be found, and in quotation marks they
count like any word."""

from ....languages import TAGS
from . import arabic
from .letters import fold, lower

_LISTS = {
    "fr": """
    à au aux avec ce ces cet cette comme dans de des du elle elles en entre est et eux il ils je la le les leur leurs lors lui ma mais me mes
    moi mon ne nos notre nous on ont ou où par pas pour qu que quel quelle quels quelles qui sa sans se ses si son sont sous sur ta te tes toi
    ton tu un une vos votre vous y d l s c n j m t été être a ainsi afin quand combien comment pourquoi quoi lequel laquelle mme mlle monsieur madame
    """,
    "en": """
    a about after an and any are as at be been before being between but by can could did do does for from had has have he her his how i if in
    into is it its may more most no not of on or our out she should so such than that the their them then there these they this those to under
    up was we were what when where which who whom why will with would you your mr mrs ms
    """,
    "es": """
    a al ante aquel aquella como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa ese eso esta este
    esto estos estas fue ha han hasta la las le les lo los más me mi mis muy ni no nos nosotros nuestra nuestro o os otra otro para pero por
    porque que qué quien se sea según ser si sí sin sobre son su sus también te tiene tu tus un una uno unos unas y ya
    quién quiénes cuándo cuánto cuántos dónde cómo cuál cuáles sr sra excmo excma
    """,
    "ar": """
    في من على إلى الى عن مع أن إن ان أو او ثم لا ما لم لن قد هو هي هم هن هذا هذه ذلك تلك التي الذي الذين كان كانت كما بين بعد قبل عند حتى
    كل أي اي غير بل لكن منذ خلال حول ضد بشأن و ف ب ك ل وفي ومن وعلى وإلى وعن ومع وأن به له لها فيها فيه منها متى ماذا أين كيف لماذا كم السيد السيدة سعادة معالي
    """,
}


def _of(tag: str) -> frozenset[str]:
    return frozenset(lower(word) for word in _LISTS.get(tag, "").split())


def _surface(word: str) -> str:
    return arabic.forms(word).surface if arabic.LETTER.match(word) else fold(word)


_LABELS = """
    ref reference références n no num numero numéro communiqué communiqués déclaration discours séminaire repère texte document
    press release statement speech milestone number comunicado declaración discurso referencia seminario hito
    بلاغ بيان تصريح كلمة ندوة محطة رقم مرجع عدد وثيقة صحفي
"""
# By language tag, lower case: with their accents, and folded. A language without a list has none.
WRITTEN = {tag: _of(tag) for tag in TAGS}
# What only says which kind of thing a reference is: beside one it need not be found. Folded, and in Arabic without the article.
LABELS = frozenset(fold(lower(word)).replace("ة", "ه") for word in _LABELS.split())
STOP = {tag: frozenset(map(_surface, words)) for tag, words in WRITTEN.items()}
