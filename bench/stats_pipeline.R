# stats_pipeline.R FILE: what "stats pipeline FILE" (pipeline.c) does, in R; prints the same figures, and the seconds that matching took.
suppressMessages({library(survival); library(MatchIt)})
tell <- function(name, value) cat(sprintf("%s %.12g\n", name, value))
people <- read.csv(commandArgs(TRUE)[1])
covariates <- names(people)[2:13]
given <- reformulate(covariates, "treat")

score <- glm(given, binomial(), people)
tell("deviance", deviance(score))
distance <- round(1e6 * score$linear.predictors) # stats.R says why
spent <- system.time(matched <- matchit(given, people, distance = distance, m.order = "largest", caliper = 0.2))
tell("pairs", sum(!is.na(matched$match.matrix[, 1])))

balance <- summary(matched, pair.dist = FALSE)
tell("worst_smd_before", max(abs(balance$sum.all[covariates, "Std. Mean Diff."])))
tell("worst_smd_after", max(abs(balance$sum.matched[covariates, "Std. Mean Diff."])))

both <- match.data(matched)
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
