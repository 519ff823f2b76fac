/// The page of one figure: the drawing as large as it goes, its numbers and its files.
struct FigurePage {
  let head: PageHead
  let title: String
  let figure: FigureView
  let data: [TableView]
  let record: String
  let word: String
  let tone: String
}
