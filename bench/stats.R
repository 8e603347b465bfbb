# stats.R FILE: R's side of the bench, fed with the same lines as "stats serve FILE" (stats.c) and answering in the same way:
# elapsed seconds, processor seconds; what it found goes to a file as doubles.
suppressMessages({library(survival); library(MatchIt); library(cmprsk)})
options(digits = 17)
people <- read.csv(commandArgs(TRUE)[1])
n <- nrow(people)
covariates <- names(people)[2:13]
given <- reformulate(covariates, "treat")
design <- cbind(1, as.matrix(people[covariates]))

# The score's log odds in whole millionths: Debian's MatchIt 4.5.1 takes the absolute gap of two distances as a whole number,
# so on plain log odds, all within a few units, it would match whoever comes first. Its time is the same.
distance <- NULL
millionths <- function() {
  if (is.null(distance))
    distance <<- round(1e6 * glm.fit(design, people$treat, family = binomial(), control = list(epsilon = 1e-14))$linear.predictors)
  distance
}

cuts <- list(age = seq(20, 60, 5), female = 0.5, english = c(3, 6, 9), married = 0.5, degree = 0.5, migrant = 0.5,
             weeks = c(13, 26, 52, 104), rural = 0.5)
exactly <- NULL
exact <- function() matchit(reformulate(names(cuts), "treat"), people, method = "cem", cutpoints = lapply(cuts, function(x) if (length(x) == 1) c(x, 2) else x))
partners <- function(m) { rows <- as.integer(m$match.matrix[, 1]); rows[is.na(rows)] <- 0L; rows[order(as.integer(rownames(m$match.matrix)))] }
moments <- people$days + (seq_len(n) - 1) / n
curve <- function(fit) c(fit$surv, fit$std.err)
ways <- function(fit) c(fit$pstate[, -1], fit$std.err[, -1])
sides <- function(table) table[, c("Means Treated", "Means Control", "Std. Mean Diff.", "Var. Ratio", "eCDF Mean", "eCDF Max")]

# Made before, timed, told.
tasks <- list(
  logistic = list(NULL, function() glm.fit(design, people$treat, family = binomial()), function(x) x$coefficients),
  nearest = list(millionths, function() matchit(given, people, distance = distance, m.order = "largest"), partners),
  nearest_02 = list(millionths, function() matchit(given, people, distance = distance, m.order = "largest", caliper = 0.2), partners),
  exact = list(NULL, exact, function(x) x$weights),
  balance = list(function() if (is.null(exactly)) {
    weights <- exact()$weights
    exactly <<- matchit(given, people, method = "cem", cutpoints = lapply(setNames(covariates, covariates), function(x) c(-1e9, 1e9)))
    exactly$weights <<- weights
  }, function() summary(exactly, pair.dist = FALSE),
  function(x) c(t(cbind(sides(x$sum.all), sides(x$sum.matched))))),
  km = list(NULL, function() survfit(Surv(days, way > 0) ~ treat, people), curve),
  km_moments = list(NULL, function() survfit(Surv(moments, way > 0) ~ treat, people), curve),
  logrank = list(NULL, function() survdiff(Surv(days, way > 0) ~ treat, people), function(x) c(x$chisq, x$obs, x$exp)),
  cif = list(NULL, function() survfit(Surv(days, factor(way)) ~ treat, people), ways),
  cif_moments = list(NULL, function() survfit(Surv(moments, factor(way)) ~ treat, people), ways),
  gray = list(NULL, function() cuminc(people$days, people$way, people$treat), function(x) x$Tests[, "stat"]))

cat("ready\n")
flush(stdout())
input <- file("stdin", "r")
repeat {
  line <- readLines(input, 1)
  if (length(line) == 0) break
  words <- strsplit(line, " ", fixed = TRUE)[[1]]
  task <- tasks[[words[1]]]
  if (!is.null(task[[1]])) invisible(task[[1]]())
  spent <- system.time(result <- task[[2]]())
  if (length(words) > 1) writeBin(as.double(task[[3]](result)), words[2])
  cat(sprintf("%.6f %.6f\n", spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]]))
  flush(stdout())
}
