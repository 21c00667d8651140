"""Terms of the house's field that are neither bodies nor themes, and are one word in every language as those are: EPU = UPR = الاستعراض الدوري الشامل."""

# By key and language tag, acronyms in capitals and whole names.
TERMS = {
    "upr": {
        "fr": ("EPU", "Examen périodique universel"), "ar": ("الاستعراض الدوري الشامل",), "en": ("UPR", "Universal Periodic Review"),
        "es": ("EPU", "Examen Periódico Universal"),
    },
    "opcat": {
        "fr": ("OPCAT", "Protocole facultatif à la Convention contre la torture", "Protocole facultatif se rapportant à la Convention contre la torture"),
        "ar": ("البروتوكول الاختياري لاتفاقية مناهضة التعذيب",), "en": ("OPCAT", "Optional Protocol to the Convention against Torture"),
        "es": ("OPCAT", "Protocolo Facultativo de la Convención contra la Tortura"),
    },
    "cti": {
        "fr": ("CTI", "Initiative sur la Convention contre la torture"), "ar": ("مبادرة اتفاقية مناهضة التعذيب",),
        "en": ("CTI", "Convention against Torture Initiative"), "es": ("CTI", "Iniciativa sobre la Convención contra la Tortura"),
    },
    "ai": {
        "fr": ("IA", "intelligence artificielle"), "ar": ("الذكاء الاصطناعي",), "en": ("AI", "artificial intelligence"),
        "es": ("IA", "inteligencia artificial"),
    },
    "sdg": {
        "fr": ("ODD", "Objectifs de développement durable"), "ar": ("أهداف التنمية المستدامة",), "en": ("SDG", "SDGs", "Sustainable Development Goals"),
        "es": ("ODS", "Objetivos de Desarrollo Sostenible"),
    },
}  # fmt: skip
