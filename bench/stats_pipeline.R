# stats_pipeline.R FILE [SETS]: what "stats pipeline FILE" (pipeline.c) does, in R; prints the same figures, and the seconds that matching
# took. With SETS, the sets of matching that ours found, nothing is matched here: MatchIt 4.5.1 needs time with the square of the people.
suppressMessages({library(survival); library(MatchIt)})
tell <- function(name, value) cat(sprintf("%s %.12g\n", name, value))
people <- read.csv(commandArgs(TRUE)[1])
covariates <- names(people)[2:13]
given <- reformulate(covariates, "treat")

score <- glm(given, binomial(), people)
tell("deviance", deviance(score))
distance <- round(1e6 * score$linear.predictors) # stats.R says why
sets <- commandArgs(TRUE)[2]
if (is.na(sets)) {
  spent <- system.time(matched <- matchit(given, people, distance = distance, m.order = "largest", caliper = 0.2))
} else spent <- system.time({
  matched <- matchit(given, people, method = "cem", cutpoints = lapply(setNames(covariates, covariates), function(x) c(-1e9, 1e9)))
  matched$subclass <- readBin(sets, "double", nrow(people))
  matched$weights[] <- as.numeric(matched$subclass > 0)
})
tell("pairs", sum(matched$weights[people$treat == 1] > 0))

balance <- summary(matched, pair.dist = FALSE)
tell("worst_smd_before", max(abs(balance$sum.all[covariates, "Std. Mean Diff."])))
tell("worst_smd_after", max(abs(balance$sum.matched[covariates, "Std. Mean Diff."])))

both <- if (is.na(sets)) match.data(matched) else transform(people, weights = matched$weights, subclass = matched$subclass)[matched$weights > 0, ]
fit <- lm(earned ~ treat, both, weights = weights)
tell("effect", coef(fit)[["treat"]])
sums <- rowsum(model.matrix(fit) * both$weights * residuals(fit), both$subclass)
bread <- summary(fit)$cov.unscaled
pairs <- nrow(sums)
small <- pairs / (pairs - 1) * (nrow(both) - 1) / (nrow(both) - 2)
tell("effect_se", sqrt((small * bread %*% crossprod(sums) %*% bread)[2, 2]))

km <- survfit(Surv(days, way > 0) ~ treat, both)
cif <- survfit(Surv(days, factor(way)) ~ treat, both)
tell("waiting_at_365", summary(km, times = 365)$surv[2])
at <- summary(cif, times = 365)
tell("left_by_1_at_365", at$pstate[2, 2])
tell("left_by_1_at_365_se", at$std.err[2, 2])
tell("logrank", survdiff(Surv(days, way > 0) ~ treat, both)$chisq)
tell("seconds_of_matching", spent[["elapsed"]])
