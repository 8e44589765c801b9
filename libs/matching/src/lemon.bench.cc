// LEMON's network simplex on a file of `writeProblem` (sparse.bench.ts): prints CPU milliseconds, the cost and the most memory held in MB.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include <sys/resource.h>

static std::vector<int32_t> read_words(FILE* file, size_t count) {
  std::vector<int32_t> words(count);
  if (fread(words.data(), sizeof(int32_t), count, file) != count) exit(2);
  return words;
}

int main(int, char** arguments) {
  FILE* file = fopen(arguments[1], "rb");
  if (!file) return 1;
  const auto head = read_words(file, 3);
  const int mentees = head[0], mentors = head[1];
  const auto capacity = read_words(file, mentors);
  const auto start = read_words(file, mentees + 1);
  const auto mentor = read_words(file, head[2]);
  const auto score = read_words(file, head[2]);
  fclose(file);
  const int64_t top = *std::max_element(score.begin(), score.end());
  const int64_t penalty = (2LL * mentees + 1) * (top + 1);

  const clock_t begin = clock();
  // Mentees, mentors and a sink; an arc per pair, an arc to the sink for staying out, an arc per mentor with its places.
  const int sink = mentees + mentors;
  std::vector<std::pair<int, int>> arcs;
  arcs.reserve(mentor.size() + sink);
  for (int i = 0; i < mentees; i++) {
    for (int e = start[i]; e < start[i + 1]; e++) arcs.push_back({i, mentees + mentor[e]});
    arcs.push_back({i, sink});
  }
  for (int j = 0; j < mentors; j++) arcs.push_back({mentees + j, sink});
  using Graph = lemon::StaticDigraph;
  Graph graph;
  graph.build(sink + 1, arcs.begin(), arcs.end());
  Graph::ArcMap<int64_t> cost(graph, 0);
  Graph::ArcMap<int> upper(graph, 1);
  Graph::NodeMap<int> supply(graph, 0);
  int arc = 0;
  for (int i = 0; i < mentees; i++) {
    for (int e = start[i]; e < start[i + 1]; e++) cost[graph.arc(arc++)] = top - score[e];
    cost[graph.arc(arc++)] = penalty;
    supply[graph.node(i)] = 1;
  }
  for (int j = 0; j < mentors; j++) upper[graph.arc(arc++)] = capacity[j];
  supply[graph.node(sink)] = -mentees;
  lemon::NetworkSimplex<Graph, int, int64_t> simplex(graph);
  simplex.upperMap(upper).costMap(cost).supplyMap(supply);
  if (simplex.run() != lemon::NetworkSimplex<Graph, int, int64_t>::OPTIMAL) return 3;
  const double spent = 1000.0 * (clock() - begin) / CLOCKS_PER_SEC;
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("%.1f %lld %ld\n", spent, static_cast<long long>(simplex.totalCost<int64_t>()), usage.ru_maxrss / 1024);
}
