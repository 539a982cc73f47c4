"""The account names a policy starts with: what books in five languages call these accounts.

English, German, Spanish, Vietnamese and Chinese. They are compared with whole components of
an account's name, case and accents folded; a policy may replace any of the lists.
"""

RECEIVABLE = (
    *("receivable", "receivables", "accounts receivable", "account receivable", "a/r", "ar"),
    *("trade receivables", "trade debtors", "debtors"),
    *("debitoren", "forderungen", "forderungen aus lieferungen und leistungen"),
    *("clientes", "deudores", "deudores comerciales", "cuentas por cobrar"),
    *("phải thu", "phải thu khách hàng", "phải thu của khách hàng"),
    *("应收账款", "应收帐款", "應收帳款"),
)

PAYABLE = (
    *("payable", "payables", "accounts payable", "account payable", "a/p", "ap"),
    *("trade payables", "trade creditors", "creditors"),
    *("kreditoren", "verbindlichkeiten", "verbindlichkeiten aus lieferungen und leistungen"),
    *("proveedores", "acreedores", "acreedores comerciales", "cuentas por pagar"),
    *("phải trả", "phải trả người bán", "phải trả cho người bán"),
    *("应付账款", "应付帐款", "應付帳款"),
)

ALLOWANCE = (
    *("allowance", "allowances", "allowance for doubtful accounts"),
    *("allowance for doubtful debts", "allowance for bad debts", "bad debt allowance"),
    *("provision", "provisions", "provision for bad debts", "provision for doubtful debts"),
    *("doubtful", "doubtful accounts", "doubtful debts", "loss allowance"),
    *("wertberichtigung", "wertberichtigungen", "einzelwertberichtigung"),
    *("pauschalwertberichtigung", "zweifelhafte forderungen", "rückstellung", "rückstellungen"),
    *("deterioro", "provisión", "provisiones", "dudoso cobro", "clientes de dudoso cobro"),
    *("dự phòng", "dự phòng phải thu khó đòi", "坏账准备", "减值准备"),
)

TAX = (
    *("vat", "input vat", "output vat", "tax", "taxes", "sales tax", "gst"),
    *("steuer", "steuern", "umsatzsteuer", "ust", "mwst", "vorsteuer"),
    *("iva", "iva repercutido", "iva soportado", "impuesto", "impuestos"),
    *("thuế", "thuế gtgt", "税", "增值税", "进项税额", "销项税额"),
)

NOT_CUSTOMERS = (*ALLOWANCE, *TAX)

CASH = (
    *("cash", "bank", "banks", "checking", "savings", "petty cash", "undeposited funds"),
    *("kasse", "bankkonto", "girokonto"),
    *("caja", "banco", "bancos", "efectivo", "tesorería"),
    *("tiền", "tiền mặt", "ngân hàng", "tiền gửi ngân hàng"),
    *("现金", "库存现金", "银行", "银行存款"),
)

BANK_FEES = (
    *("bank fee", "bank fees", "bank charge", "bank charges", "payment fees", "card fees"),
    *("merchant fees", "transaction fees", "bankgebühren", "bankspesen"),
    *("nebenkosten des geldverkehrs", "comisiones bancarias", "gastos bancarios"),
    *("phí ngân hàng", "银行手续费", "手续费"),
)

INCOME = (
    *("sales", "sale", "income", "revenue", "revenues", "consulting", "services"),
    *("erlöse", "erlös", "umsatzerlöse", "umsatz", "erträge"),
    *("ventas", "ingresos", "prestaciones de servicios"),
    *("doanh thu", "doanh thu bán hàng", "销售收入", "主营业务收入", "收入"),
)

WRITE_OFF = (
    *("bad debt", "bad debts", "bad debt expense", "bad debts expense", "write-off", "write-offs"),
    *("written off", "debts written off", "uncollectible accounts", "uncollectible"),
    *("bad debts recovered", "bad debt recovered", "bad debt recoveries", "bad debt recovery"),
    *("recovery of bad debts", "recoveries of bad debts", "recovered bad debts"),
    *("forderungsausfall", "forderungsausfälle", "forderungsverluste"),
    *("abschreibungen auf forderungen", "uneinbringliche forderungen"),
    *("incobrables", "créditos incobrables", "clientes incobrables"),
    *("pérdidas de créditos comerciales incobrables",),
    *("erträge aus abgeschriebenen forderungen", "insolvencias recuperadas"),
    *("nợ khó đòi", "xóa nợ", "xoá nợ", "nợ xấu", "坏账", "坏账损失", "呆账", "核销"),
    *("nợ khó đòi đã xử lý", "坏账收回"),
)

DISCOUNT = (
    *("discount", "discounts", "sales discount", "sales discounts", "cash discount"),
    *("cash discounts", "discount allowed", "discounts allowed", "discounts given"),
    *("early payment discount", "skonto", "skonti", "gewährte skonti", "kundenskonti"),
    *("descuento", "descuentos", "descuento por pronto pago", "descuentos sobre ventas"),
    *("descuentos sobre ventas por pronto pago",),
    *("chiết khấu", "chiết khấu thanh toán", "现金折扣", "销售折扣", "折扣"),
)

CREDIT_NOTE = (
    *("returns", "sales returns", "returns and allowances", "sales returns and allowances"),
    *("credit notes", "rebates", "erlösschmälerungen", "retouren", "gutschriften", "rabatte"),
    *("devoluciones", "devoluciones de ventas", "abonos", "rappels sobre ventas"),
    *("hàng bán bị trả lại", "giảm giá hàng bán", "chiết khấu thương mại"),
    *("销售退回", "销货退回", "销售折让"),
)

INTEREST = (
    *("interest", "interest income", "late interest", "late payment interest"),
    *("zinserträge", "verzugszinsen", "intereses", "intereses de demora"),
    *("lãi chậm trả", "lãi chậm thanh toán", "逾期利息", "滞纳金", "违约金"),
)

FEE = (
    *("late fee", "late fees", "dunning fees", "reminder fees", "collection fees"),
    *("mahngebühren", "mahnspesen", "recargos", "gastos de reclamación"),
    *("phí chậm trả", "phí nhắc nợ", "催收费"),
)

OPENING = (
    *("opening balance", "opening balances", "closing balances", "opening/closing balances"),
    *("eröffnungsbilanz", "eröffnungsbilanzkonto", "schlussbilanzkonto", "saldenvorträge"),
    *("apertura", "saldos iniciales", "balance de apertura", "asiento de apertura"),
    *("số dư đầu kỳ", "期初余额", "期初"),
)

FACTORING = ("factoring", "factor", "factored receivables", "bao thanh toán", "保理")

INDEMNITY = (
    *("insurance claims", "credit insurance claims", "claims on credit insurers", "credit insurer"),
    *("insurance recoverable", "indemnities", "insurance indemnities", "guarantors"),
    *("kreditversicherung", "versicherungsentschädigungen", "entschädigungen"),
    *("indemnizaciones", "seguro de crédito", "indemnizaciones de seguros"),
    *("bồi thường bảo hiểm", "bảo hiểm tín dụng", "保险理赔", "应收保险赔款", "信用保险"),
)
