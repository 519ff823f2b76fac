"""Reference values of survival analysis: statsmodels (Cox's partial likelihood and its score),
lifelines (concordance, Kaplan-Meier), scikit-learn (area under the ROC curve); Breslow's baseline by its definition.

usage: pip install statsmodels==0.15.0 lifelines==0.30.3 scikit-learn==1.9.1; python survival.py > survival.json
"""
import json, sys
import numpy, statsmodels, lifelines, sklearn
from statsmodels.duration.hazard_regression import PHReg
from lifelines import KaplanMeierFitter
from lifelines.utils import concordance_index
from sklearn.metrics import roc_auc_score

random = numpy.random.default_rng(20261123)
cases = []
for count, step, spread in [(9, 0, 1), (12, 1, 1), (30, 0.5, 2), (60, 2, 3), (8, 100, 1), (40, 0.25, 12)]:
    risks = numpy.round(random.normal(size=count) * spread * 256) / 256
    times = random.exponential(4, size=count) + 0.01
    if step: times = numpy.ceil(times / step) * step
    events = random.random(count) < 0.6
    events[0] = True
    case = {"times": times.tolist(), "events": events.astype(int).tolist(), "risks": risks.tolist()}
    for ties in ["breslow", "efron"]:
        # One covariate for each subject: its coefficient is the subject's risk, its score the gradient.
        model = PHReg(times, numpy.eye(count), status=events.astype(float), ties=ties)
        case[ties] = {"value": -float(model.loglike(risks)), "gradient": (-model.score(risks)).tolist()}
    case["concordance"] = float(concordance_index(times, -risks, events))
    case["auc"] = float(roc_auc_score(events, risks)) if 0 < events.sum() < count else None
    moment = float(numpy.median(times))
    fitted = KaplanMeierFitter().fit(times, events)
    interval = fitted.confidence_interval_survival_function_.loc[:moment].iloc[-1]
    case["moment"] = moment
    case["kaplan_meier"] = [float(fitted.predict(moment)), float(interval.iloc[0]), float(interval.iloc[1])]
    hazard = 0.0
    for t in numpy.unique(times[events]):
        if t <= moment: hazard += (events & (times == t)).sum() / numpy.exp(risks[times >= t]).sum()
    case["baseline"] = float(hazard)
    cases.append(case)
json.dump({
    "source": f"survival.py with statsmodels {statsmodels.__version__}, lifelines {lifelines.__version__}, scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
    "cases": cases}, sys.stdout, indent=1)
