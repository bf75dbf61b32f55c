from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.classifier import LinearIntentClassifier
from assistant.nlu.features import features
from assistant.nlu.linear_model import LinearModel

EXAMPLES = {
    "request_refund": ["我要退货", "申请退款", "帮我退掉", "能退吗", "退货退款"],
    "faq/return_freight": ["退货运费谁出", "运费谁承担", "邮费算谁的", "运费怎么算", "寄回要付运费吗"],
    "faq/invoice": ["发票怎么开", "能开专票吗", "发票抬头哪里填", "电子发票", "补开发票"],
    "greet": ["你好", "在吗", "您好", "有人吗", "早上好"],
}
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]


@pytest.fixture(scope="module")
def linear() -> LinearModel:
    return LinearModel.fit(TEXTS, LABELS, regularisation=30.0)


@pytest.fixture
def classifier(linear: LinearModel) -> LinearIntentClassifier:
    return LinearIntentClassifier(LinearIntentClassifier.get_default_config(), None, None, linear)


def classified(classifier: LinearIntentClassifier, text: str) -> Message:
    return classifier.process([Message({"text": text})])[0]


def test_the_scores_are_scikit_learn_s(linear: LinearModel) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.naive_bayes import MultinomialNB

    vectorizer = TfidfVectorizer(analyzer=features, sublinear_tf=True)
    model = OneVsRestClassifier(
        LogisticRegression(C=30.0, solver="liblinear", dual=True, tol=0.3, random_state=0)
    )
    seen = vectorizer.fit_transform(TEXTS)
    model.fit(seen, LABELS)
    bayes = MultinomialNB(alpha=0.07).fit(seen, LABELS)

    for text in ("退货运费到底谁出", "运费运费运费", "你好我要开发票"):
        said = vectorizer.transform([text])
        expected = model.decision_function(said)[0] + 0.3 * (said @ bayes.feature_log_prob_.T)[0]
        found = linear.scores(features(text))
        # What is added to all labels alike does not count.
        np.testing.assert_allclose(found - found.mean(), expected - expected.mean(), rtol=2e-3, atol=2e-3)


def test_probabilities_sum_to_one(linear: LinearModel) -> None:
    assert sum(linear.probabilities("退货运费").values()) == pytest.approx(1)


def test_what_was_written_about_more_is_not_chosen_for_that() -> None:
    much, little = ["怎么开发票", "发票开好没", "发票呢", "发票内容", "发票抬头"], ["发票丢了"]
    model = LinearModel.fit([*much, *little, "你好"], ["faq"] * 5 + ["report"] + ["greet"], 30.0)

    assert model.probabilities("丢了")["report"] > 0.5


def test_a_text_of_which_nothing_is_known_has_none(linear: LinearModel) -> None:
    assert linear.probabilities("") == {}
    assert linear.probabilities("魑魅魍魉") == {}


def test_it_comes_back_as_it_was_saved(linear: LinearModel, tmp_path: Path) -> None:
    linear.save(tmp_path)

    assert LinearModel.load(tmp_path).probabilities("退货运费谁出") == linear.probabilities("退货运费谁出")


def test_two_labels_are_enough() -> None:
    model = LinearModel.fit(["退货", "退款", "你好", "在吗"], ["request_refund"] * 2 + ["greet"] * 2, 30.0)

    assert model.probabilities("退货")["request_refund"] > model.probabilities("退货")["greet"]


def test_a_topic_is_reported_beside_its_intent(classifier: LinearIntentClassifier) -> None:
    message = classified(classifier, "退货运费是谁承担")

    assert message.get("intent")["name"] == "faq"
    assert message.get("topic") == "return_freight"
    assert {reading["name"] for reading in message.get("intent_ranking")} == {
        "request_refund",
        "faq",
        "greet",
    }


def test_an_intent_without_topics_has_none(classifier: LinearIntentClassifier) -> None:
    assert classified(classifier, "我要退货").get("topic") is None


@pytest.mark.parametrize("text", ["我想退貨！！！", "ＷＯ我 要 退 货", "我要退货202600010001"])
def test_spelling_and_identifiers_do_not_matter(classifier: LinearIntentClassifier, text: str) -> None:
    assert classified(classifier, text).get("intent")["name"] == "request_refund"


def test_homophones_are_heard(classifier: LinearIntentClassifier) -> None:
    assert classified(classifier, "云费睡出").get("topic") == "return_freight"


def test_numbers_alone_are_information(classifier: LinearIntentClassifier) -> None:
    assert classified(classifier, "202600010001").get("intent") == {"name": "inform", "confidence": 1.0}


def test_it_learns_and_loads_the_way_rasa_asks(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    config = LinearIntentClassifier.get_default_config()
    examples = [Message.build(text, label) for text, label in zip(TEXTS, LABELS, strict=True)]

    LinearIntentClassifier.create(config, storage, resource, None).train(TrainingData(examples))
    loaded = LinearIntentClassifier.load(config, storage, resource, None)

    assert classified(loaded, "发票怎么开").get("topic") == "invoice"


def test_who_names_a_remedy_does_not_only_greet(classifier: LinearIntentClassifier) -> None:
    text = "你好您好在吗有人吗早上好退掉"
    remedy = {"entity": "remedy", "value": "return_refund", "start": 12, "end": 14}
    alone = classified(classifier, text).get("intent")["name"]
    told = classifier.process([Message({"text": text, "entities": [remedy]})])[0]

    assert alone == "greet"
    assert told.get("intent")["name"] == "request_refund"
    assert sum(one["confidence"] for one in told.get("intent_ranking")) == pytest.approx(1)
